/** The reactions that the page offers; others that come from elsewhere are shown all the same. */
export const reactions: readonly (readonly [emoji: string, name: string])[] = [
  ['👍', 'Thumbs up'], ['❤️', 'Heart'], ['😂', 'Laughing'], ['🎉', 'Party'], ['😮', 'Surprised'], ['😢', 'Sad'],
  ['🙏', 'Thanks'], ['👀', 'Looking'], ['🔥', 'Fire'], ['✅', 'Done'], ['👎', 'Thumbs down'], ['🤔', 'Thinking'],
];

/** How many stand ready without opening the picker. */
export const quick = 6;
