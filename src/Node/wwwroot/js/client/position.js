export function placeOf(seq, position) {
    if (seq <= position.seq)
        return 'seen';
    return seq === position.seq + 1 ? 'next' : 'beyond_a_gap';
}
export function at(seq, epoch) {
    return epoch === undefined ? { seq } : { seq, epoch };
}
