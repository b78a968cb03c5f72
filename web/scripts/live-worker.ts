// Holds one event stream an address for all pages of a browser: HTTP/1.1 gives a host six connections, so a seventh page
// would hang.
import { Stream, type News } from './shared/stream.js';

interface Channel {
  stream: Stream;
  pages: Set<MessagePort>;
}
type Message = { join: string; after: string } | { leave: true };

const channels = new Map<string, Channel>();

function join(page: MessagePort, address: string, after: string): void {
  let channel = channels.get(address);
  if (!channel) {
    const pages = new Set<MessagePort>();
    const tell = (news: News): void => { for (const each of pages) each.postMessage(news); };
    channel = { stream: new Stream(address, after, tell), pages };
    channels.set(address, channel);
  } else {
    // What happened between this page's making and now is unknown to it.
    page.postMessage('changed' satisfies News);
  }
  channel.pages.add(page);
  if (!channel.stream.online) page.postMessage('offline' satisfies News);
}

function leave(page: MessagePort): void {
  for (const [address, channel] of channels) {
    if (!channel.pages.delete(page) || channel.pages.size > 0) continue;
    channel.stream.stop();
    channels.delete(address);
  }
}

addEventListener('connect', (event) => {
  const page = (event as MessageEvent).ports[0];
  if (!page) return;
  page.onmessage = ({ data }: MessageEvent<Message>): void => {
    if ('join' in data) join(page, data.join, data.after);
    else leave(page);
  };
});
