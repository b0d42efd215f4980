import { StreamingError } from './errors.js';
import { readError } from './readers.js';
import { object, text } from './shapes.js';

const passing = new Set(['rate_limited', 'slow_mode', 'unavailable', 'timeout', 'internal']);

/** The error that a REST answer tells, as problem details or, from something in between, by its status alone. */
export function readProblem(status: number, body: unknown): StreamingError {
  const problem = object(body);
  const code = text(problem?.['code']);
  if (problem === undefined || code === undefined) {
    const away = status === 429 || status >= 500;
    return StreamingError.refused({ code: away ? 'unavailable' : 'bad_answer', message: `The server answered ${status}.`, retryable: away });
  }
  const message = text(problem['detail']) ?? text(problem['title']) ?? code;
  const { type: _, title: __, status: ___, ...rest } = problem;
  const error = readError({ ...rest, message, retryable: problem['retryable'] ?? passing.has(code) });
  return error === undefined ? StreamingError.badAnswer() : StreamingError.refused(error);
}
