import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { dragged, mostZoom, squareOf, type View } from './crop.ts'

/** Pixels of a side, as it is kept. */
export const avatarPixels = 256

type Props = {
  picture: ImageBitmap
  view: View
  onView: (view: View) => void
  canvas: RefObject<HTMLCanvasElement | null>
}

/** The square of a picture that is to be shown: drag it, or use the sliders. What is seen is what is sent. */
export function CropField({ picture, view, onView, canvas }: Props) {
  const { t } = useTranslation('personal')
  const from = useRef<{ x: number; y: number } | null>(null)
  const { side, left, top } = squareOf(picture, view)

  useEffect(() => {
    const pen = canvas.current?.getContext('2d')
    if (!pen) return
    pen.imageSmoothingQuality = 'high'
    pen.clearRect(0, 0, avatarPixels, avatarPixels)
    pen.drawImage(picture, left, top, side, side, 0, 0, avatarPixels, avatarPixels)
  }, [picture, side, left, top, canvas])

  function drag(event: PointerEvent<HTMLCanvasElement>) {
    if (!from.current) return
    const { width, height } = event.currentTarget.getBoundingClientRect()
    const by = {
      right: (event.clientX - from.current.x) / width,
      down: (event.clientY - from.current.y) / height,
    }
    from.current = { x: event.clientX, y: event.clientY }
    onView(dragged(picture, view, by))
  }

  return (
    <div className="flex flex-col items-center gap-4">
      <canvas
        ref={canvas}
        aria-hidden
        width={avatarPixels}
        height={avatarPixels}
        className="size-56 cursor-move touch-none rounded-full border border-line bg-sunken"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          from.current = { x: event.clientX, y: event.clientY }
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          from.current = null
        }}
        onPointerCancel={() => {
          from.current = null
        }}
      />
      <div className="grid w-full max-w-xs gap-2">
        <Slider
          label={t('avatar.zoom')}
          value={view.zoom}
          min={1}
          max={mostZoom}
          onValue={(zoom) => onView({ ...view, zoom })}
        />
        <Slider
          label={t('avatar.across')}
          value={view.x}
          disabled={side >= picture.width}
          onValue={(x) => onView({ ...view, x })}
        />
        <Slider
          label={t('avatar.down')}
          value={view.y}
          disabled={side >= picture.height}
          onValue={(y) => onView({ ...view, y })}
        />
      </div>
    </div>
  )
}

type SliderProps = {
  label: string
  value: number
  min?: number
  max?: number
  disabled?: boolean
  onValue: (value: number) => void
}
function Slider({ label, value, min = 0, max = 1, disabled = false, onValue }: SliderProps) {
  return (
    <label className="grid grid-cols-[8rem_1fr] items-center gap-3 text-sm">
      <span className="text-muted">{label}</span>
      <input
        type="range"
        min={min}
        max={max}
        step={(max - min) / 40}
        value={value}
        disabled={disabled}
        onChange={(event) => onValue(event.currentTarget.valueAsNumber)}
        className="h-6 w-full accent-accent disabled:opacity-55"
      />
    </label>
  )
}
