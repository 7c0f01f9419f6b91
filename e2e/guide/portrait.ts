import type { Browser } from '@playwright/test'

/** A picture of somebody, drawn: nobody's photograph has to be kept for it. */
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="400" viewBox="0 0 480 400">
  <defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#9cc4e4"/><stop offset="1" stop-color="#f6e3c5"/></linearGradient></defs>
  <rect width="480" height="400" fill="url(#sky)"/>
  <path d="M0 300 120 210l90 70 110-110 160 130v100H0z" fill="#7a9e7e"/>
  <path d="M110 400c0-90 60-130 130-130s130 40 130 130z" fill="#31597a"/>
  <path d="M160 190c-14-96 26-136 82-136s94 42 80 136l14 90H146z" fill="#4a2f23"/>
  <rect x="214" y="228" width="54" height="60" rx="24" fill="#dda27f"/>
  <ellipse cx="241" cy="176" rx="62" ry="76" fill="#edbd9b"/>
  <path d="M178 168c10-54 44-66 66-66 30 0 54 24 60 66-30-4-52-18-64-38-12 22-34 36-62 38z" fill="#4a2f23"/>
  <circle cx="217" cy="182" r="6" fill="#33241e"/><circle cx="265" cy="182" r="6" fill="#33241e"/>
  <path d="M216 216c14 12 36 12 50 0" fill="none" stroke="#a0524a" stroke-width="5" stroke-linecap="round"/>
</svg>`

/** `file`: what a person would choose from; `square`: what they would choose of it, as PNG both. */
export type Portraits = { file: Buffer; square: Buffer }

async function draw(browser: Browser, width: number, height: number, place: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width, height } })
  await page.setContent(`<style>body{margin:0}svg{position:absolute;${place}}</style>${svg}`)
  const png = await page.screenshot()
  await page.close()
  return png
}

export async function drawPortraits(browser: Browser): Promise<Portraits> {
  return {
    file: await draw(browser, 480, 400, 'left:0;top:0'),
    square: await draw(browser, 256, 256, 'left:-112px;top:-48px'),
  }
}
