// What is known of rooms beside their logs, as REST and events show it.
/** From least to most. */
export const roles = ['guest', 'member', 'moderator', 'admin', 'owner'];
export const permissions = [
    'send_message', 'delete_message', 'invite_members', 'remove_members', 'manage_room', 'manage_roles',
];
/** What each role may do before anything is granted or revoked. */
export const permissionsOf = {
    guest: ['send_message'],
    member: ['send_message', 'invite_members'],
    moderator: ['send_message', 'invite_members', 'delete_message', 'remove_members'],
    admin: permissions,
    owner: permissions,
};
/** Whether somebody of the one role stands above somebody of the other. */
export function isAbove(role, other) {
    return roles.indexOf(role) > roles.indexOf(other);
}
