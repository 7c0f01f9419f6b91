import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { WithMethods } from './methods.tsx'
import { ResetForm } from './reset-form.tsx'

/** What somebody who knew the password may have left behind, with the page of each. */
const checks = [
  ['emails', '/personal/account/emails'],
  ['factors', '/personal/account/two-factor'],
  ['ways', '/personal/account'],
  ['keys', '/personal/keys'],
  ['organizations', '/personal/organizations'],
  ['log', '/personal/account/security-log'],
] as const

type Props = { token: string; done: boolean; onDone: () => void }

/** After the lockdown: the new password first, then what to look at once signed in. */
export function Locked({ token, done, onDone }: Props) {
  const { t } = useTranslation('links')
  return (
    <>
      <Notice kind="success">{done ? t('notMe.saved') : t('notMe.done')}</Notice>
      {done ? (
        <LinkButton to="/sign-in" kind="primary">
          {t('entry:signIn.verb')}
        </LinkButton>
      ) : (
        <>
          <WithMethods>
            {({ passwordMinLength }) => (
              <ResetForm token={token} minLength={passwordMinLength} onDone={onDone} />
            )}
          </WithMethods>
          <p className="text-muted">
            {t('notMe.later')} <TextLink to="/forgot-password">{t('reset.another')}</TextLink>
          </p>
        </>
      )}
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold text-lg">{t('notMe.check.title')}</h2>
        <p className="text-muted">{t('notMe.check.text')}</p>
        <ul className="flex list-disc flex-col gap-1.5 ps-5">
          {checks.map(([name, path]) => (
            <li key={name}>
              {done ? <TextLink to={path}>{t(`notMe.check.${name}`)}</TextLink> : t(`notMe.check.${name}`)}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
