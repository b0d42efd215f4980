import { part } from './dom.js';
import { onOtherTab, recall, remember } from './storage.js';

type Theme = 'light' | 'dark';
type Choice = Theme | 'system';

const names: Record<Choice, string> = { light: 'light', dark: 'dark', system: 'as the system' };

/** The button that goes through the themes. Its first step always shows: from the system's to the opposite. */
export function startTheme(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-testid="theme"]')];
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const system = (): Theme => (systemDark.matches ? 'dark' : 'light');
  const read = (value: string | undefined): Choice => (value === 'light' || value === 'dark' ? value : 'system');
  let choice = read(recall('device', 'theme'));

  const show = (): void => {
    if (choice === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = choice;
    for (const button of buttons) {
      button.dataset['choice'] = choice;
      button.setAttribute('aria-label', `Colours: ${names[choice]}. Change`);
      button.title = `Colours: ${names[choice]}`;
    }
    const paint = getComputedStyle(part('app')).backgroundColor;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', paint);
  };

  const next = (): Choice => {
    const opposite: Theme = system() === 'dark' ? 'light' : 'dark';
    if (choice === 'system') return opposite;
    return choice === opposite ? system() : 'system';
  };

  for (const button of buttons) {
    button.addEventListener('click', () => {
      choice = next();
      remember('device', 'theme', choice);
      show();
    });
  }
  onOtherTab('theme', value => {
    choice = read(value);
    show();
  });
  systemDark.addEventListener('change', show);
  show();
}
