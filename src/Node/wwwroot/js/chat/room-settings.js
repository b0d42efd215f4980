import { ask } from './ask.js';
const slowModes = [
    ['0', 'Off'], ['5', 'A message every 5 seconds'], ['30', 'Every 30 seconds'], ['60', 'Every minute'], ['300', 'Every 5 minutes'],
    ['3600', 'Every hour'],
];
/** As many as a room can have at all. */
const mostMembers = 100_000;
export function askSettings(api, roomId, facts) {
    ask({
        title: 'Settings',
        confirm: 'Save',
        fields: fieldsOf(facts),
        submit: answers => api.update(roomId, patchOf(answers)),
    });
}
function fieldsOf(facts) {
    const slow = String(facts.slow_mode_s ?? 0);
    const known = slowModes.some(([value]) => value === slow);
    return [
        { kind: 'text', name: 'name', label: 'Name', longest: 100, value: facts.name ?? '' },
        { kind: 'text', name: 'description', label: 'What it is about', longest: 1_000, lines: 3, value: facts.description ?? '' },
        { kind: 'text', name: 'tags', label: 'Tags, with commas between', longest: 1_000, value: (facts.tags ?? []).join(', ') },
        { kind: 'choice', name: 'slow', label: 'Slow mode', value: slow, options: known ? slowModes : [...slowModes, [slow, `Every ${slow} seconds`]] },
        { kind: 'number', name: 'members', label: 'Members at most', value: facts.max_members ?? mostMembers, least: 1, most: mostMembers },
        { kind: 'check', name: 'private', label: 'Private: invited people only', value: facts.private === true },
    ];
}
function patchOf(answers) {
    return {
        name: answers.text('name') ?? '',
        description: answers.text('description') ?? '',
        tags: [...new Set((answers.text('tags') ?? '').split(',').map(tag => tag.trim()).filter(tag => tag !== ''))],
        slow_mode_s: answers.number('slow'),
        max_members: answers.number('members'),
        private: answers.checked('private'),
    };
}
