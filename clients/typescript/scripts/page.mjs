// build: compiles the page into the node's wwwroot/js.  check: fails when what is checked in there is not what build gives.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const wwwroot = join(here, '../../src/Node/wwwroot');
const folders = ['client', 'chat'];

function compile(outDir) {
  const compiler = join(here, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', join(here, 'chat'), '--outDir', outDir], { stdio: 'inherit' });
}

function build() {
  // A module that is gone from the sources must not stay behind.
  for (const folder of folders) rmSync(join(wwwroot, 'js', folder), { recursive: true, force: true });
  compile(join(wwwroot, 'js'));
}

/** Every file below, by its path from there. */
function filesIn(root) {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return new Map(entries.map(entry => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    return [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8').replaceAll('\r\n', '\n')];
  }));
}

function check() {
  const fresh = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    compile(fresh);
    const built = filesIn(fresh);
    const kept = filesIn(join(wwwroot, 'js'));
    const complaints = [
      ...[...built].filter(([path, text]) => kept.get(path) !== text).map(([path]) => `${path} is not what its source builds`),
      ...[...kept.keys()].filter(path => !built.has(path)).map(path => `${path} has no source`),
      ...complaintsAboutHtml(built),
    ];
    for (const complaint of complaints) console.error(complaint);
    if (complaints.length > 0) {
      console.error('Run `npm run build` in clients/typescript, and commit what changed.');
      process.exitCode = 1;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** The page names its modules ahead, so that a browser fetches them side by side and not one import after another. */
function complaintsAboutHtml(built) {
  const modules = [...built.keys()];
  const html = readFileSync(join(wwwroot, 'index.html'), 'utf8');
  const named = new Set([...html.matchAll(/(?:href|src)="js\/([^"]+)"/g)].map(match => match[1]));
  return [
    ...modules.filter(path => !named.has(path) && !isTypesAlone(built.get(path))).map(path => `index.html does not name js/${path}`),
    ...[...named].filter(path => !modules.includes(path)).map(path => `index.html names js/${path}, which is not built`),
  ];
}

/** What is left of a file of types is never loaded. */
function isTypesAlone(text) {
  return text.replace(/^\s*\/\/.*$/gm, '').trim() === 'export {};';
}

const verbs = { build, check };
const verb = verbs[process.argv[2]];
if (verb === undefined) {
  console.error('usage: node scripts/page.mjs build|check');
  process.exit(2);
}
verb();
