/** What of a picture is shown: `zoom` 1 is the largest square that it holds; `x` and `y` go from 0 to 1, over what is left to move. */
export type View = { zoom: number; x: number; y: number }
type Size = { width: number; height: number }

export const wholeView: View = { zoom: 1, x: 0.5, y: 0.5 }
export const mostZoom = 4

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

/** The square of the picture, in its own pixels. */
export function squareOf({ width, height }: Size, { zoom, x, y }: View) {
  const side = Math.min(width, height) / within(zoom, 1, mostZoom)
  return { side, left: (width - side) * within(x, 0, 1), top: (height - side) * within(y, 0, 1) }
}

/** The view after the picture was dragged by a part of the square's side (0.5: half of it). It never shows what is outside. */
export function dragged(size: Size, view: View, by: { right: number; down: number }): View {
  const { side } = squareOf(size, view)
  const moved = (at: number, part: number, room: number) =>
    room <= 0 ? at : within(at - (part * side) / room, 0, 1)
  return {
    ...view,
    x: moved(view.x, by.right, size.width - side),
    y: moved(view.y, by.down, size.height - side),
  }
}
