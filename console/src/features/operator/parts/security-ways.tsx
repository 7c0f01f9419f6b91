import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Section } from '../../../ui/page.tsx'
import { type Settings, waysInQuery } from '../queries.ts'
import { SettingSwitch } from './setting-switch.tsx'

/** The ways in. Before one is switched off it is said how many people would have none. */
export function SecurityWays({ settings }: { settings: Settings }) {
  const { t } = useTranslation('security')
  const { integer } = useFormat()
  const ways = useQuery(waysInQuery).data
  const left = (count: number | undefined) =>
    count === undefined ? undefined : t('leftOut', { count, number: integer(count) })
  return (
    <Section title={t('ways')}>
      <div className="flex flex-col gap-5">
        <SettingSwitch
          settings={settings}
          name="passwordSignIn"
          label={t('passwordSignIn.label')}
          effect={t('passwordSignIn.effect')}
          signedIn={t('passwordSignIn.signedIn')}
          done={{ on: t('passwordSignIn.on'), off: t('passwordSignIn.off') }}
          ask={{
            title: t('passwordSignIn.ask'),
            verb: t('switchOff'),
            text: (
              <>
                <p>{t('passwordSignIn.text')}</p>
                <p>{left(ways?.passwordOnly)}</p>
              </>
            ),
          }}
        />
        <SettingSwitch
          settings={settings}
          name="passkeys"
          label={t('passkeys.label')}
          effect={t('passkeys.effect')}
          signedIn={t('passkeys.signedIn')}
          done={{ on: t('passkeys.on'), off: t('passkeys.off') }}
          ask={{
            title: t('passkeys.ask'),
            verb: t('switchOff'),
            text: (
              <>
                <p>{t('passkeys.text')}</p>
                <p>{left(ways?.passkeyOnly)}</p>
              </>
            ),
          }}
        />
      </div>
    </Section>
  )
}
