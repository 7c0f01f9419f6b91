import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { Status } from '../../../ui/status.tsx'
import type { Health } from '../queries.ts'

/** How many passkeys there are, and how many of them a changed public URL has stranded. */
export function PasskeysHealth({ passkeys: { total, stranded, host } }: Pick<Health, 'passkeys'>) {
  const { t } = useTranslation('health')
  const { integer } = useFormat()
  return (
    <Section title={t('passkeys.title')}>
      <div className="flex flex-col gap-4">
        <DescriptionList
          items={[
            { label: t('passkeys.total'), value: integer(total) },
            {
              label: t('passkeys.stranded'),
              value: <Status tone={stranded > 0 ? 'warning' : 'success'}>{integer(stranded)}</Status>,
            },
          ]}
        />
        {stranded > 0 && <Notice kind="warning">{t('passkeys.text', { host })}</Notice>}
      </div>
    </Section>
  )
}
