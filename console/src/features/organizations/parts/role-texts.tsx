import type { Membership } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Section } from '../../../ui/page.tsx'
import { Badge } from '../../../ui/status.tsx'

const roles = ['owner', 'admin', 'member', 'billing', 'viewer'] as const

/** What each role may do, in words; one's own is marked. */
export function RoleTexts({ own }: { own: Membership['role'] | undefined }) {
  const { t } = useTranslation('organizations')
  return (
    <Section title={t('members.rolesTitle')}>
      <DescriptionList
        items={roles.map((role) => ({
          label: t(`roles.${role}`),
          value: (
            <>
              {t(`roleTexts.${role}`)}
              {role === own && <Badge className="ms-2">{t('members.yours')}</Badge>}
            </>
          ),
        }))}
      />
    </Section>
  )
}
