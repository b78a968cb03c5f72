// Asks our own server for a page.
import { correct } from './clock.js';
import { parsed } from './policy.js';
import { aheadOf } from './stream.js';

const patienceMs = 10_000;

export interface Answer {
  status: number;
  ok: boolean;
  address: URL;  // after redirections
  page: Document;
}

// Rejects when the server was not reached in time.
export async function ask(address: string, init: RequestInit = {}): Promise<Answer> {
  const patience = new AbortController();
  const timer = setTimeout(() => { patience.abort(); }, patienceMs);
  try {
    const response = await fetch(address, {
      ...init, headers: { Accept: 'text/html' }, cache: 'no-store', mode: 'same-origin', signal: patience.signal,
    });
    const ahead = aheadOf(response);
    if (ahead !== undefined) correct(ahead);
    return { status: response.status, ok: response.ok, address: new URL(response.url), page: parsed(await response.text()) };
  } finally {
    clearTimeout(timer);
  }
}
