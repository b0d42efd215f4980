/** The address of the next connection; a promise only when a credential has to be asked for. */
export function addressOf(options, resumeToken) {
    const ticket = options.ticket?.();
    const token = typeof options.token === 'function' ? options.token() : options.token;
    if (typeof ticket !== 'object' && typeof token !== 'object')
        return compose(options, resumeToken, ticket, token);
    return Promise.all([ticket, token]).then(([ticket, token]) => compose(options, resumeToken, ticket, token));
}
function compose(options, resumeToken, ticket, token) {
    const query = Object.entries({ user_id: options.userId, ticket, access_token: token, resume_token: resumeToken })
        .filter((pair) => pair[1] !== undefined)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join('&');
    const url = options.url.replace(/^http/, 'ws').replace(/#.*$/, '');
    if (query === '')
        return url;
    return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}
/** Where REST is, beside the WebSocket: `wss://chat.example/ws` has it at `https://chat.example/api/v1`. */
export function apiAddressOf(url) {
    const bare = url.replace(/^ws/, 'http').replace(/[?#].*$/, '').replace(/\/$/, '');
    return /\/api\/v\d+$/.test(bare) ? bare : `${bare.replace(/\/ws$/, '')}/api/v1`;
}
