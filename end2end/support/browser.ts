/** The browser of the system; nothing is downloaded. */
export const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** No sandbox, because a CI runs as root; no traffic of the browser's own in the measurements. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update'
];
