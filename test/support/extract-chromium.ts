import chromium from '@sparticuz/chromium';

/** Unpacks the browser once, before any test: two files that unpack it at the same time would run half of it. */
export default async function setup(): Promise<void> {
  await chromium.executablePath();
}
