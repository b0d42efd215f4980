import { el, part, setText } from './dom.js';
import { whyNot } from './wording.js';
/** What was filled in, by field. */
export class Answers {
    #form;
    constructor(form) {
        this.#form = form;
    }
    /** Undefined when nothing was written. */
    text(name) {
        const value = this.#input(name).value.trim();
        return value === '' ? undefined : value;
    }
    number(name) {
        return Number(this.#input(name).value);
    }
    checked(name) {
        return this.#input(name).checked;
    }
    #input(name) {
        return this.#form.elements.namedItem(name);
    }
}
/** Puts a question in front of the page. */
export function ask(question) {
    const dialog = part('dialog');
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
    form.append(title, ...(question.text === undefined ? [] : [el('p', 'ask-text', question.text)]), ...(question.fields ?? []).map(draw), problem, el('div', 'ask-buttons', cancel, confirm));
    form.addEventListener('submit', event => {
        event.preventDefault();
        confirm.disabled = true;
        setText(problem, '');
        question.submit(new Answers(form)).then(() => dialog.close(), (error) => {
            confirm.disabled = false;
            setText(problem, whyNot(error));
        });
    });
    // A click on what is behind it lands on the dialog itself, beside the form.
    dialog.onclick = event => { if (event.target === dialog)
        dialog.close(); };
    dialog.replaceChildren(form);
    dialog.showModal();
    const first = form.querySelector('input, textarea, select');
    (first ?? (question.danger === true ? cancel : confirm)).focus();
}
export function draw(field) {
    const input = inputOf(field);
    input.name = field.name;
    input.id = `field-${field.name}`;
    const label = el('label', '', field.label);
    label.htmlFor = input.id;
    return field.kind === 'check' ? el('div', 'field check', input, label) : el('div', 'field', label, input);
}
function inputOf(field) {
    switch (field.kind) {
        case 'text': {
            const input = field.lines === undefined ? el('input') : el('textarea');
            if (input instanceof HTMLTextAreaElement)
                input.rows = field.lines ?? 1;
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
