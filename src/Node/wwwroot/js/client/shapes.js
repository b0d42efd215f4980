// Reading JSON of unknown shape: each function gives the value if it has the wanted shape, else undefined.
export function object(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
export function text(value) {
    return typeof value === 'string' ? value : undefined;
}
/** A whole number from 0 up that a double holds exactly: a seq, a version, a size, a duration. */
export function count(value) {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
export function oneOf(value, words) {
    return words.find(word => word === value);
}
/** Every element read by `read`; undefined when it is no array or any element fails. */
export function list(value, read) {
    if (!Array.isArray(value))
        return undefined;
    const elements = [];
    for (const element of value) {
        const one = read(element);
        if (one === undefined)
            return undefined;
        elements.push(one);
    }
    return elements;
}
/** The fields that are there: for types whose optional fields are absent, never undefined. */
export function defined(fields) {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
