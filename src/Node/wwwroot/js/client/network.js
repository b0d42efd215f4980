import { platform } from './platform.js';
/** The browser's own signal; silent where there is none. */
export const platformNetwork = changed => {
    const online = () => changed(true);
    const offline = () => changed(false);
    platform.addEventListener?.('online', online);
    platform.addEventListener?.('offline', offline);
    return () => {
        platform.removeEventListener?.('online', online);
        platform.removeEventListener?.('offline', offline);
    };
};
