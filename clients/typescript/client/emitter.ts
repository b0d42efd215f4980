import { platform } from './platform.js';

type Listener<T> = (value: T) => void;

/** Typed events: one value per event, listeners in the order they came. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Listens until the function handed back is called. */
  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): () => void {
    let listeners = this.#listeners.get(event);
    if (listeners === undefined) this.#listeners.set(event, (listeners = new Set()));
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (listener as Listener<Events[K]>)(value);
      } catch (error) {
        // The application's mistake must not cost the room its place in the log, nor be hidden.
        report(error);
      }
    }
  }
}

function report(error: unknown): void {
  if (platform.reportError !== undefined) platform.reportError(error);
  else platform.setTimeout(() => { throw error; }, 0);
}
