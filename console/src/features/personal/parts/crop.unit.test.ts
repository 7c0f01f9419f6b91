import { describe, expect, test } from 'vitest'
import { dragged, squareOf, wholeView } from './crop.ts'

const wide = { width: 400, height: 200 }

describe('cropping a picture', () => {
  test('begins with the largest square, in the middle', () => {
    expect(squareOf(wide, wholeView)).toEqual({ side: 200, left: 100, top: 0 })
    expect(squareOf({ width: 3, height: 9 }, wholeView)).toEqual({ side: 3, left: 0, top: 3 })
  })

  test('zooming in shows less, and never more than four times', () => {
    expect(squareOf(wide, { ...wholeView, zoom: 2 })).toEqual({ side: 100, left: 150, top: 50 })
    expect(squareOf(wide, { ...wholeView, zoom: 99 }).side).toBe(50)
    expect(squareOf(wide, { ...wholeView, zoom: 0 }).side).toBe(200)
  })

  test('dragging to the right shows what is to the left, as far as there is picture', () => {
    const view = dragged(wide, wholeView, { right: 0.25, down: 0.25 })
    expect(squareOf(wide, view)).toEqual({ side: 200, left: 50, top: 0 })
    expect(squareOf(wide, dragged(wide, view, { right: 5, down: -5 }))).toMatchObject({ left: 0, top: 0 })
    expect(squareOf(wide, dragged(wide, view, { right: -5, down: 5 }))).toMatchObject({ left: 200, top: 0 })
  })
})
