import { X } from 'lucide-react'
import { useTranslation } from '../../../lib/texts.tsx'
import { IconButton } from '../../../ui/button.tsx'

type Props = { pictures: readonly string[]; onRemove?: (index: number) => void }

/** Pictures of a question, made smaller by this browser. */
export function Pictures({ pictures, onRemove }: Props) {
  const { t } = useTranslation('playground')
  if (pictures.length === 0) return null
  return (
    <ul aria-label={t('images.label')} className="flex flex-wrap gap-2">
      {pictures.map((picture, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may be there twice
        <li key={index} className="relative">
          <img
            src={picture}
            alt={t('images.alt', { number: index + 1 })}
            className="h-24 max-w-48 rounded-md border border-line bg-surface object-contain"
          />
          {onRemove && (
            <IconButton
              size="small"
              kind="secondary"
              label={t('images.remove', { number: index + 1 })}
              icon={<X />}
              className="absolute end-1 top-1"
              onClick={() => onRemove(index)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
