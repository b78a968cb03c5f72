// Holds one event stream for all pages of a browser that follow the same events: HTTP/1.1 gives a host six connections,
// so a seventh page would hang. What staff may know is more than what everyone may, so theirs is a stream of its own.
//
// A page joins again every while, so that one that vanished without a word is dropped, and one that was dropped while it
// slept is back when it wakes.
import { Stream, type News } from './shared/stream.js';

export interface Join {
  address: string;
  after: string;  // the number of the last event that the page shows
  staff: boolean;
}
export type Message = Join | 'leave';

const forgottenMs = 150_000;  // pages in the background may speak only once a minute

interface Channel {
  stream: Stream;
  pages: Map<MessagePort, number>;  // and when each was heard last
  opened: News | undefined;
}
const channels = new Map<string, Channel>();

function open({ address, after }: Join): Channel {
  const pages = new Map<MessagePort, number>();
  const channel: Channel = {
    pages,
    opened: undefined,
    stream: new Stream(address, after, (news) => {
      if (news.kind === 'open') channel.opened = news;
      for (const page of pages.keys()) page.postMessage(news);
    }),
  };
  return channel;
}

function join(page: MessagePort, message: Join): void {
  const name = `${message.staff ? 'staff' : 'everyone'} ${message.address}`;
  const channel = channels.get(name) ?? open(message);
  channels.set(name, channel);
  const tell = (news: News): void => { page.postMessage(news); };
  if (!channel.pages.has(page) && channel.opened) tell(channel.opened);
  channel.pages.set(page, Date.now());
  const { stream } = channel;
  if (stream.last === '') stream.last = message.after;
  // What happened between this page's making and now is unknown to it.
  if (Number(message.after) < Number(stream.last)) tell({ kind: 'changed', seq: stream.last });
}

function drop(gone: (page: MessagePort, heard: number) => boolean): void {
  for (const [name, { stream, pages }] of channels) {
    for (const [page, heard] of pages) if (gone(page, heard)) pages.delete(page);
    if (pages.size > 0) continue;
    stream.stop();
    channels.delete(name);
  }
}

addEventListener('connect', (event) => {
  const page = (event as MessageEvent).ports[0];
  if (!page) return;
  page.onmessage = ({ data }: MessageEvent<Message>): void => {
    if (data === 'leave') drop((each) => each === page);
    else join(page, data);
  };
});
setInterval(() => { drop((_, heard) => heard < Date.now() - forgottenMs); }, forgottenMs / 5);
