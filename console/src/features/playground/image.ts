/** The longest side that providers look at; what is larger only costs more. */
const longestSide = 1568
const quality = 0.85
export const mostImages = 8

/**
 * A picture as a small JPEG data URL, drawn anew: what its file says about place and camera is gone.
 *
 * @throws where the browser reads no picture in it.
 */
export async function shrink(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw')
  // JPEG has no transparency; black is what it would become.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return canvas.toDataURL('image/jpeg', quality)
}
