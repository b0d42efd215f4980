/** 4001 to 4007 refuse the client itself; 4008 and up mostly speak of this one connection (protocol, section 5). */
const lastRefusal = 4007;
export function verdictOn(code) {
    switch (code) {
        case 1001: return 'reconnect';
        // Another connection goes on with this session; not one of ours, for nobody listens to our earlier sockets.
        case 4009: return 'stop';
        // As many connections as this user may have: one more try would only meet the same limit.
        case 4010: return 'stop';
        default: return code >= 4000 && code <= lastRefusal ? 'stop' : 'retry';
    }
}
