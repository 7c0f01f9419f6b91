import { Plus, Trash2 } from 'lucide-react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { ExternalLink, LinkButton, TextLink } from '../../../ui/link.tsx'
import { Section } from '../../../ui/page.tsx'
import { Badge, Status, type Tone } from '../../../ui/status.tsx'

const kinds = ['primary', 'secondary', 'quiet', 'danger', 'dangerSolid'] as const
const tones: readonly Tone[] = ['neutral', 'success', 'warning', 'danger', 'info', 'accent']

export function Buttons() {
  const { t } = useTranslation('dev')
  return (
    <Section title={t('buttons')}>
      <div className="flex flex-col gap-4">
        {(['small', 'medium', 'large'] as const).map((size) => (
          <div key={size} className="flex flex-wrap items-center gap-2">
            {kinds.map((kind) => (
              <Button key={kind} kind={kind} size={size} icon={kind === 'primary' ? <Plus /> : undefined}>
                {t(`button.${kind}`)}
              </Button>
            ))}
            <IconButton size={size} label={t('button.icon')} icon={<Trash2 />} />
            <IconButton size={size} kind="secondary" label={t('button.iconSecondary')} icon={<Plus />} />
          </div>
        ))}
        <div className="flex flex-wrap items-center gap-2">
          {kinds.map((kind) => (
            <Button key={kind} kind={kind} disabled>
              {t('button.disabled')}
            </Button>
          ))}
          <Button kind="primary" loading>
            {t('button.loading')}
          </Button>
          <LinkButton to="/dev/kit">{t('button.link')}</LinkButton>
          <TextLink to="/dev/kit">{t('button.textLink')}</TextLink>
          <ExternalLink href="https://example.com/">{t('button.external')}</ExternalLink>
          <CopyButton text={t('title')} />
          <CopyButton showLabel text={t('title')} label={t('button.copy')} />
        </div>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          {tones.map((tone) => (
            <Status key={tone} tone={tone}>
              {t(`tone.${tone}`)}
            </Status>
          ))}
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {t(`tone.${tone}`)}
            </Badge>
          ))}
          <Avatar size="small" name={t('people.ada')} />
          <Avatar name={t('people.li')} />
          <Avatar square size="large" name={t('people.acme')} />
          <Avatar size="huge" name={t('people.ada')} src="/favicon.svg" />
        </div>
      </div>
    </Section>
  )
}
