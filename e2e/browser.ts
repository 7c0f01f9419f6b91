import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser']

/**
 * The Chromium of the machine: Playwright downloads none. Debian's `chromium-headless-shell` is the same engine without the parts around
 * its windows; the journeys need a seventh less CPU in it.
 */
export const chromiumPath = process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path))
