/** As many as chat.css has colours for. */
export const hues = 10;
/** Of people who are gone, at most about this many are remembered: a page may be open for weeks. */
const most = 1_000;
/** From a colour to the one to try next: not its neighbour, which looks much like it. Prime to `hues`, so it meets all. */
const stride = 3;
/**
 * Colours of the people of a room: everybody has one by name, the same everywhere, but of two who are here at once and
 * would share it, the one who came later has another that is free. As long as there are enough colours, nobody's
 * changes while they are here.
 */
export class Hues {
    #given = new Map();
    of(name) {
        return String(this.#given.get(name) ?? hueOf(name));
    }
    /** These are here now. Past as many people as there are colours, some share theirs. */
    here(names) {
        const taken = new Set();
        const settle = (name, hue) => {
            if (taken.has(hue))
                return false;
            this.#given.set(name, hue);
            taken.add(hue);
            return true;
        };
        // Who has a colour keeps it, then everybody gets their own who still can; only then is somebody moved.
        const fresh = names.filter(name => !(this.#given.has(name) && settle(name, this.#given.get(name))));
        const crowded = fresh.filter(name => !settle(name, hueOf(name)));
        for (const name of crowded) {
            const others = Array.from({ length: hues }, (_, step) => (hueOf(name) + step * stride) % hues);
            if (!others.some(hue => settle(name, hue)))
                this.#given.set(name, hueOf(name));
        }
        this.#forget(new Set(names));
    }
    #forget(here) {
        if (this.#given.size <= most + here.size)
            return;
        for (const name of this.#given.keys())
            if (!here.has(name))
                this.#given.delete(name);
    }
}
/** FNV-1a over the name's UTF-16 units. */
function hueOf(name) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < name.length; i++)
        hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
    return hash % hues;
}
