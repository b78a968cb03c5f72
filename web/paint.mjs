// How a first visit looks on a slow line and a slow phone: 400 kbit/s, 400 ms, a processor four times slower.
//
//   node paint.mjs ADDRESS   prints {"lcp_ms", "cls", "bytes"} (script/bench calls it; a test measures the same)
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const bytesPerSecond = 400_000 / 8;

// Opens the address on a page that was never used. Layout shifts are added up, so the sum is never less than what
// browsers call CLS.
export async function firstVisit(page, address) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions',
    { offline: false, latency: 400, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await page.addInitScript(() => {
    const seen = { lcp_ms: 0, cls: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => { seen.lcp_ms = list.getEntries().at(-1).startTime; })
      .observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => { for (const shift of list.getEntries()) seen.cls += shift.value; })
      .observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  });
  return { ...await page.evaluate(() => globalThis.seen), bytes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  console.log(JSON.stringify(await firstVisit(page, process.argv[2])));
  await browser.close();
}
