import { el, part, setText } from './dom.js';
import { whyNot } from './wording.js';

export type Field =
  | { readonly kind: 'text'; readonly name: string; readonly label: string; readonly value?: string; readonly longest: number; readonly lines?: number; readonly needed?: boolean }
  | { readonly kind: 'number'; readonly name: string; readonly label: string; readonly value: number; readonly least: number; readonly most: number }
  | { readonly kind: 'choice'; readonly name: string; readonly label: string; readonly value: string; readonly options: readonly (readonly [value: string, label: string])[] }
  | { readonly kind: 'check'; readonly name: string; readonly label: string; readonly value: boolean };

/** What was filled in, by field. */
export class Answers {
  readonly #form: HTMLFormElement;

  constructor(form: HTMLFormElement) {
    this.#form = form;
  }

  /** Undefined when nothing was written. */
  text(name: string): string | undefined {
    const value = this.#input(name).value.trim();
    return value === '' ? undefined : value;
  }

  number(name: string): number {
    return Number(this.#input(name).value);
  }

  checked(name: string): boolean {
    return (this.#input(name) as HTMLInputElement).checked;
  }

  #input(name: string): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
    return this.#form.elements.namedItem(name) as HTMLInputElement;
  }
}

export interface Question {
  readonly title: string;
  readonly text?: string;
  readonly fields?: readonly Field[];
  /** What the button says that does it. */
  readonly confirm: string;
  readonly danger?: boolean;
  /** What it fails with is said in the dialog, which stays open. */
  submit(answers: Answers): Promise<unknown>;
}

/** Puts a question in front of the page. */
export function ask(question: Question): void {
  const dialog = part<HTMLDialogElement>('dialog');
  const form = el('form', 'ask');
  const title = el('h2', '', question.title);
  title.id = 'dialog-title';
  const problem = el('p', 'problem');
  problem.setAttribute('role', 'alert');
  const cancel = el('button', 'secondary', 'Cancel');
  cancel.type = 'button';
  cancel.addEventListener('click', () => dialog.close());
  const confirm = el('button', question.danger === true ? 'primary danger' : 'primary', question.confirm);
  confirm.type = 'submit';
  confirm.dataset['testid'] = 'dialog-confirm';
  form.noValidate = false;
  form.append(
    title,
    ...(question.text === undefined ? [] : [el('p', 'ask-text', question.text)]),
    ...(question.fields ?? []).map(draw),
    problem,
    el('div', 'ask-buttons', cancel, confirm));
  form.addEventListener('submit', event => {
    event.preventDefault();
    confirm.disabled = true;
    setText(problem, '');
    question.submit(new Answers(form)).then(
      () => dialog.close(),
      (error: unknown) => {
        confirm.disabled = false;
        setText(problem, whyNot(error));
      });
  });
  // A click on what is behind it lands on the dialog itself, beside the form.
  dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
  dialog.replaceChildren(form);
  dialog.showModal();
  const first = form.querySelector<HTMLElement>('input, textarea, select');
  (first ?? (question.danger === true ? cancel : confirm)).focus();
}

export function draw(field: Field): HTMLElement {
  const input = inputOf(field);
  input.name = field.name;
  input.id = `field-${field.name}`;
  const label = el('label', '', field.label);
  label.htmlFor = input.id;
  return field.kind === 'check' ? el('div', 'field check', input, label) : el('div', 'field', label, input);
}

function inputOf(field: Field): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  switch (field.kind) {
    case 'text': {
      const input = field.lines === undefined ? el('input') : el('textarea');
      if (input instanceof HTMLTextAreaElement) input.rows = field.lines ?? 1;
      input.maxLength = field.longest;
      input.value = field.value ?? '';
      input.required = field.needed === true;
      input.dir = 'auto';
      return input;
    }
    case 'number': {
      const input = el('input');
      input.type = 'number';
      input.min = String(field.least);
      input.max = String(field.most);
      input.value = String(field.value);
      input.required = true;
      return input;
    }
    case 'choice': {
      const input = el('select');
      input.append(...field.options.map(([value, label]) => new Option(label, value, value === field.value, value === field.value)));
      return input;
    }
    case 'check': {
      const input = el('input');
      input.type = 'checkbox';
      input.checked = field.value;
      return input;
    }
  }
}
