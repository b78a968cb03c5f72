// One event stream, followed for ever: it resumes after the last event seen, and knows when the server is silent.
// Runs in the shared worker, or in the page where there is none.

export type News = 'changed' | 'reset' | 'online' | 'offline';

const silenceMs = 5_000;
const pausesMs = [500, 1_000, 2_000, 4_000];

export class Stream {
  private last: string;
  private stopped = false;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private current = new AbortController();
  online = true;

  constructor(private readonly address: string, after: string, private readonly tell: (news: News) => void) {
    this.last = after;
    void this.follow();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.silence);
    this.current.abort();
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      if (this.online) this.tell('offline');
      this.online = false;
      this.current.abort();
    }, silenceMs);
  }

  private async follow(): Promise<void> {
    this.heard();
    for (let failures = 0; !this.stopped; ++failures) {
      this.current = new AbortController();
      try {
        const answer = await fetch(this.address, {
          headers: { Accept: 'text/event-stream', 'Last-Event-ID': this.last },
          cache: 'no-store',
          signal: this.current.signal,
        });
        if (!answer.ok || !answer.body) throw new Error(String(answer.status));
        failures = 0;
        if (!this.online) this.tell('online');
        this.online = true;
        await this.read(answer.body);
      } catch {
        // Lost, or refused for now: it is tried again.
      }
      await new Promise((resolve) => setTimeout(resolve, pausesMs[Math.min(failures, pausesMs.length - 1)]));
    }
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.heard();
      const events = (text + decoder.decode(value, { stream: true })).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.take(event);
    }
  }

  private take(event: string): void {
    const field = (name: string): string | undefined =>
      event.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const kind = field('event');
    if (kind === undefined || kind === 'ping') return;
    this.last = field('id') ?? this.last;
    this.tell(kind === 'reset' ? 'reset' : 'changed');
  }
}
