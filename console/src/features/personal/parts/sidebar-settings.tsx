import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Checkbox } from '../../../ui/choice.tsx'
import { Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { usePersonalChanges } from '../queries.ts'

type Props = {
  areas: readonly { id: string; name: string; pages: readonly { id: string; name: string }[] }[]
  hidden: readonly string[]
}

/** Sidebar Settings: which pages the sidebar shows. A hidden one still opens by its address. Saved at once. */
export function SidebarSettings({ areas, hidden }: Props) {
  const { t } = useTranslation('personal')
  const changes = usePersonalChanges()
  const [pending, setPending] = useState<readonly string[]>()
  const now = pending ?? hidden

  async function show(page: string, shown: boolean) {
    const next = shown ? now.filter((one) => one !== page) : [...now, page]
    setPending(next)
    try {
      await changes.preferences({ sidebar: { hidden: [...next] } })
    } catch (error) {
      toast({ kind: 'problem', title: t('notSaved'), description: errorText(t, error) })
    } finally {
      setPending(undefined)
    }
  }

  return (
    <Section title={t('sidebar.title')} description={t('sidebar.text')}>
      <div className="grid gap-5 sm:grid-cols-2">
        {areas.map((area) => (
          <fieldset key={area.id} className="flex min-w-0 flex-col gap-2">
            <legend className="mb-2 text-muted text-sm">{area.name}</legend>
            {area.pages.map((page) => (
              <Checkbox
                key={page.id}
                label={page.name}
                value={!now.includes(page.id)}
                disabled={pending !== undefined}
                onValueChange={(shown) => void show(page.id, shown)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </Section>
  )
}
