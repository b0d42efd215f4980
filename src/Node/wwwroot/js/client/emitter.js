import { platform } from './platform.js';
/** Typed events: one value per event, listeners in the order they came. */
export class Emitter {
    #listeners = new Map();
    /** Listens until the function handed back is called. */
    on(event, listener) {
        let listeners = this.#listeners.get(event);
        if (listeners === undefined)
            this.#listeners.set(event, (listeners = new Set()));
        listeners.add(listener);
        return () => listeners.delete(listener);
    }
    emit(event, value) {
        for (const listener of [...(this.#listeners.get(event) ?? [])]) {
            try {
                listener(value);
            }
            catch (error) {
                // The application's mistake must not cost the room its place in the log, nor be hidden.
                report(error);
            }
        }
    }
}
function report(error) {
    if (platform.reportError !== undefined)
        platform.reportError(error);
    else
        platform.setTimeout(() => { throw error; }, 0);
}
