// One event stream, followed for ever: it resumes after the last event seen, and opens anew when it ended or is silent.
// Runs in the shared worker, or in the page where there is none.
//
// Read with fetch, as an EventSource hears only those kinds of events whose names it was told before.

export type News =
  | { kind: 'open'; aheadMs: number | undefined }  // by how much the server's clock is before ours
  | { kind: 'alive' }                              // the server spoke
  | { kind: 'changed'; seq: string }
  | { kind: 'reset' };                             // too much was missed: the page begins anew

export const silenceMs = 5_000;  // the server speaks each second
const pausesMs = [500, 1_000, 2_000, 4_000];

// The header tells whole seconds; half a second lies between, in the mean.
export function aheadOf(response: Response): number | undefined {
  const date = response.headers.get('Date');
  return date === null ? undefined : Date.parse(date) + 500 - Date.now();
}

export class Stream {
  private stopped = false;
  private failures = 0;
  private current = new AbortController();

  // `last` is the number of the last event seen; empty when unknown, and then the stream begins with the next event.
  constructor(private readonly address: string, public last: string, private readonly tell: (news: News) => void) {
    void this.follow();
  }

  stop(): void {
    this.stopped = true;
    this.current.abort();
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      await this.once().catch(() => undefined);  // lost, or refused for now: it is tried again
      const pause = pausesMs[Math.min(this.failures++, pausesMs.length - 1)]!;
      // Not all at the same moment, when a server comes back.
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }

  private async once(): Promise<void> {
    const current = new AbortController();
    this.current = current;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => { current.abort(); }, silenceMs);
    };
    heard();
    try {
      const headers = { Accept: 'text/event-stream', ...(this.last && { 'Last-Event-ID': this.last }) };
      const response = await fetch(this.address, { headers, cache: 'no-store', signal: current.signal });
      if (!response.ok || !response.body) throw new Error(String(response.status));
      this.tell({ kind: 'open', aheadMs: aheadOf(response) });
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let text = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        heard();
        this.failures = 0;
        this.tell({ kind: 'alive' });
        const events = (text + decoder.decode(value, { stream: true })).split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) this.take(event);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  private take(event: string): void {
    const field = (name: string): string | undefined =>
      event.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const kind = field('event');
    if (kind === undefined || kind === 'ping') return;
    if (kind === 'reset') {
      this.last = '';
      this.tell({ kind });
    } else {
      this.last = field('id') ?? this.last;
      this.tell({ kind: 'changed', seq: this.last });
    }
  }
}
