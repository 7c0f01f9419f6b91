import type { Locator } from '@playwright/test'
import jsQR from 'jsqr'
import { generateSync } from 'otplib'
import type { Visitor } from './people.ts'

const stepMs = 30_000

/**
 * What an authenticator shows. Each code is good once, and only within a step of now: they are given out one by one, from the step before
 * now on, so that three of them need no waiting.
 */
export function authenticator(seed: string): { next(): Promise<string> } {
  let step = 0
  return {
    async next() {
      // Not at the very end of a step: what is typed would be too late.
      const left = stepMs - (Date.now() % stepMs)
      if (step === 0 && left < 12_000) await new Promise((resolve) => setTimeout(resolve, left + 100))
      const now = Math.floor(Date.now() / stepMs)
      step = Math.max(step + 1, now - 1)
      const early = (step - 1) * stepMs - Date.now()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early + 100))
      return generateSync({ secret: seed, epoch: step * 30 + 1 })
    },
  }
}

/** What a camera reads from a QR code on the screen: from the pixels of a screenshot. */
export async function readQrCode(code: Locator): Promise<string> {
  const png = (await code.screenshot({ animations: 'disabled' })).toString('base64')
  const { data, width, height } = await code.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    return { data: [...data], width: bitmap.width, height: bitmap.height }
  }, png)
  const found = jsQR.default(new Uint8ClampedArray(data), width, height)
  if (!found) throw new Error('No camera reads this QR code')
  return found.data
}

/** Enrols an authenticator by the API. */
export async function enrol(who: Visitor) {
  type Begun = { secret: string; recoveryCodes: string[] }
  const { secret, recoveryCodes } = await who.send<Begun>('POST', '/me/totp')
  const app = authenticator(secret)
  await who.send('POST', '/me/totp/confirm', { code: await app.next() })
  return { app, recoveryCodes }
}
