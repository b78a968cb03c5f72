// Builds what the pages need into one folder:
//
//   node build.mjs OUT [packages|styles|scripts|icons|fonts]…
//
//   packages  node_modules as package-lock.json has it, when it is not there yet
//   styles    styles/*.scss        -> *.css           (names with a leading "_" are parts of others)
//   scripts   scripts/*.ts         -> *.js            (modules; workers, "*-worker.ts", are plain scripts)
//   icons     icons/*.svg          -> icons/all.svg   (all drawings, one below the other: one request)
//                                     icons/*.svg     (the product's own marks, which are shown as pictures)
//   fonts     Debian's fonts-inter -> fonts/*.woff2   (only the letters of our languages)
//
// Beside each text stand .br and .gz, which are empty where compressing does not pay. All lies in one folder, so a style
// sheet names its pictures and fonts relative to itself.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);
const [out, ...named] = process.argv.slice(2);
if (!out) throw new Error('say where to: node build.mjs OUT');

// The oldest that the pages are drawn and run in as they should be; older ones still show the text and send the forms.
const browsers = ['chrome90', 'firefox90', 'safari15'];

const entries = (folder, ending) =>
  existsSync(join(here, folder))
    ? readdirSync(join(here, folder))
        .filter((name) => name.endsWith(ending) && !name.startsWith('_') && !name.endsWith('.d.ts'))
        .sort()
    : [];

function put(name, content) {
  const file = join(out, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function putText(name, text) {
  const plain = Buffer.from(text);
  const worthwhile = (coded) => (coded.length < plain.length ? coded : '');
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_MODE: mode, BROTLI_PARAM_SIZE_HINT: hint } = constants;
  put(name, plain);
  put(`${name}.br`, worthwhile(brotliCompressSync(plain, { params: { [quality]: 11, [mode]: 1, [hint]: plain.length } })));
  put(`${name}.gz`, worthwhile(gzipSync(plain, { level: 9 })));
}

// What npm itself writes last tells whether the packages are those of the lock file.
function packages() {
  const lock = join(here, 'package-lock.json');
  const installed = join(here, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  execFileSync('npm', ['ci'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
  utimesSync(installed, new Date(), new Date());
}

async function styles() {
  const sass = await import('sass');
  const { transform } = await import('esbuild');
  // @use "icons:names": one class for each drawing (styles/_icons.scss).
  const icons = {
    canonicalize: (url) => (url === 'icons:names' ? new URL(url) : null),
    load: () => ({
      contents: `$names: ${drawings().map((name) => `"${name}"`).join(', ')};`,
      syntax: 'scss',
    }),
  };
  for (const name of entries('styles', '.scss')) {
    const { css } = sass.compile(join(here, 'styles', name), {
      charset: false,
      loadPaths: [join(here, 'node_modules')],
      importers: [icons],
    });
    const { code } = await transform(css, { loader: 'css', minify: true, target: browsers, legalComments: 'none' });
    putText(name.replace(/\.scss$/, '.css'), code);
  }
}

async function scripts() {
  const { build } = await import('esbuild');
  for (const name of entries('scripts', '.ts')) {
    const result = await build({
      entryPoints: [join(here, 'scripts', name)],
      bundle: true,
      minify: true,
      write: false,
      format: name.endsWith('-worker.ts') ? 'iife' : 'esm',
      target: browsers,
      legalComments: 'none',
    });
    putText(name.replace(/\.ts$/, '.js'), result.outputFiles[0].text);
  }
}

// The icons, without the product's own marks, which are shown as pictures and not as masks.
const isMark = (name) => /^(logo|favicon)/.test(name);
const drawings = () =>
  entries('icons', '.svg')
    .map((name) => basename(name, '.svg'))
    .filter((name) => !isMark(name));

const svgOf = (name) => readFileSync(join(here, 'icons', name), 'utf8').replace(/>\s+</g, '><').trim();

const side = 24; // of a drawing
function icons() {
  for (const name of entries('icons', '.svg').filter(isMark)) putText(`icons/${name}`, svgOf(name));
  const names = drawings();
  const stacked = names.map((name, place) => {
    const svg = svgOf(`${name}.svg`);
    if (!svg.includes(`viewBox="0 0 ${side} ${side}"`)) throw new Error(`icons/${name}.svg is not ${side} by ${side}`);
    return svg.replace('<svg xmlns="http://www.w3.org/2000/svg"', `<svg y="${place * side}" width="${side}" height="${side}"`);
  });
  const height = names.length * side;
  putText('icons/all.svg', `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${height}" ` +
    `viewBox="0 0 ${side} ${height}">${stacked.join('')}</svg>`);
}

const letters = [
  '20-7E', 'A0', 'A9', 'AB', 'B0', 'B1', 'B7', 'BB', 'D7', // Latin
  '2BB', '2BC', // oʻ gʻ ʼ
  '401', '40E', '410-44F', '451', '45E', '492', '493', '49A', '49B', '4B2', '4B3', // Russian and Uzbek Cyrillic
  '2009', '2011-2014', '2018-201A', '201C-201E', '2022', '2026', '202F', '2039', '203A', // marks and spaces
  '2116', '2190-2193', '2212', '2248', '2264', '2265', '2713', // № ← ↑ → ↓ − ≈ ≤ ≥ ✓
];
const weights = { 400: 'Inter-Regular.otf', 600: 'Inter-SemiBold.otf' };

function fonts() {
  for (const [weight, file] of Object.entries(weights)) {
    const target = put(`fonts/inter-${weight}.woff2`, '');
    // Debian's interpreter: another one on the path would not have Debian's fonttools.
    execFileSync('/usr/bin/python3', [
      '-m', 'fontTools.subset', join('/usr/share/fonts/opentype/inter', file), `--output-file=${target}`,
      `--unicodes=${letters.join(',')}`, '--flavor=woff2', '--layout-features=kern,ccmp,locl,mark,tnum,case',
      '--no-hinting', '--no-ignore-missing-unicodes', '--desubroutinize', '--drop-tables+=DSIG', '--name-IDs=0,13,14',
    ]);
  }
}

const steps = { packages, styles, scripts, icons, fonts };
for (const name of named.length ? named : Object.keys(steps)) {
  if (!Object.hasOwn(steps, name)) throw new Error(`there is no step "${name}"`);
  await steps[name]();
}
