// What is printed on paper, as a phone's camera reads it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What the QR code on the first page of a PDF says.
export function qrOf(pdf: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'biroyna-paper-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, pdf);
    execFileSync('pdftoppm', ['-png', '-r', '150', '-f', '1', '-singlefile', file, join(folder, 'paper')]);
    return execFileSync('zbarimg', ['-q', '--raw', join(folder, 'paper.png')], { encoding: 'utf8' }).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// What a PDF says, a line a line; runs of spaces are one.
export const textOf = (pdf: Buffer): string =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).replace(/[^\S\n]+/g, ' ');
