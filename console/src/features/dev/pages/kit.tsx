import { isLanguage, languages, setLanguage } from '../../../lib/i18n.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { type Theme, useTheme } from '../../../lib/theme.ts'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { Select } from '../../../ui/select.tsx'
import { Buttons } from '../parts/buttons.tsx'
import { Charts } from '../parts/charts.tsx'
import { Choosing } from '../parts/choosing.tsx'
import { Data } from '../parts/data.tsx'
import { Fields } from '../parts/fields.tsx'
import { Overlays } from '../parts/overlays.tsx'
import { States } from '../parts/states.tsx'
import { TableStates } from '../parts/table-states.tsx'
import { Texts } from '../parts/texts.tsx'

/** Every piece of the kit in every state. */
export function KitPage() {
  const { t, i18n } = useTranslation('dev')
  const [theme, setTheme] = useTheme()
  return (
    <main>
      <Page>
        <PageHeader
          title={t('title')}
          count="33"
          description={t('description')}
          actions={
            <>
              <Select
                hideLabel
                className="w-32"
                label={t('language')}
                value={i18n.language}
                onValueChange={(language) =>
                  isLanguage(language) && void setLanguage(language, { keep: true })
                }
                options={languages.map((value) => ({ value, label: t(`shell:language.${value}`) }))}
              />
              <Select
                hideLabel
                className="w-40"
                label={t('theme')}
                value={theme}
                onValueChange={(choice) => setTheme(choice as Theme)}
                options={(['light', 'dark', 'system'] as const).map((value) => ({
                  value,
                  label: t(`shell:theme.${value}`),
                }))}
              />
            </>
          }
        />
        <Buttons />
        <Fields />
        <Choosing />
        <Overlays />
        <Data />
        <TableStates />
        <Charts />
        <Texts />
        <States />
      </Page>
    </main>
  )
}
