import { platform } from './platform.js';

/** Tells when the machine's network comes (true) or goes (false), until the function handed back is called. */
export type NetworkSignal = (changed: (online: boolean) => void) => () => void;

/** The browser's own signal; silent where there is none. */
export const platformNetwork: NetworkSignal = changed => {
  const online = (): void => changed(true);
  const offline = (): void => changed(false);
  platform.addEventListener?.('online', online);
  platform.addEventListener?.('offline', offline);
  return () => {
    platform.removeEventListener?.('online', online);
    platform.removeEventListener?.('offline', offline);
  };
};
