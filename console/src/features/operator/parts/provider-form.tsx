import { useQuery } from '@tanstack/react-query'
import type { UseFormReturn } from 'react-hook-form'
import { providerIcons, providerSignUps } from '../../../../../contract/provider-kinds.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { ChipsField } from '../../../ui/chips-field.tsx'
import { RadioGroup, Switch } from '../../../ui/choice.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { Section } from '../../../ui/page.tsx'
import { Select } from '../../../ui/select.tsx'
import { PasswordField, TextField } from '../../../ui/text-field.tsx'
import { type Provider, providersQuery } from '../provider-queries.ts'
import { ProviderMapping } from './provider-mapping.tsx'
import { githubIssuer, type ProviderValues } from './provider-values.ts'

type Props = { form: UseFormReturn<ProviderValues>; before?: Provider }

/** What the provider asks for before it gives a client id. */
function Callback({ slug }: { slug: string }) {
  const { t } = useTranslation('providers')
  const url = useQuery(providersQuery).data?.callbackUrl.replace('{slug}', slug.trim() || '\u2026')
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-sm">{t('field.callback')}</span>
      <CodeBlock code={url ?? '\u00a0'} label={t('field.callback')} wrap />
      <span className="text-muted text-sm">{t('field.callbackText')}</span>
    </div>
  )
}

/** Who it is and with which credential, who may come by it, what it brings. */
export function ProviderFields({ form, before }: Props) {
  const { t } = useTranslation('providers')
  const github = form.watch('kind') === 'github'
  const tooLong = (value: number) => ({ maxLength: { value, message: t('tooLong') } })
  return (
    <>
      <Section title={t('section.who')}>
        <div className="flex flex-col gap-4">
          {!before && <KindField form={form} />}
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              name="name"
              label={t('field.name')}
              description={t('field.nameText')}
              autoComplete="off"
              rules={tooLong(80)}
            />
            <Select
              name="icon"
              label={t('field.icon')}
              options={providerIcons.map((value) => ({ value, label: t(`icons.${value}`) }))}
            />
          </div>
          {!before && (
            <TextField
              name="slug"
              label={t('field.slug')}
              description={t('field.slugText')}
              autoComplete="off"
              spellCheck={false}
              mono
              rules={{
                pattern: { value: /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, message: t('field.slugShape') },
              }}
            />
          )}
          {!before && <Callback slug={form.watch('slug')} />}
          <TextField
            name="issuer"
            label={t('field.issuer')}
            description={github ? t('field.issuerGithub') : t('field.issuerText')}
            autoComplete="off"
            inputMode="url"
            spellCheck={false}
            mono
          />
          <TextField
            name="clientId"
            label={t('field.clientId')}
            autoComplete="off"
            spellCheck={false}
            mono
            rules={tooLong(500)}
          />
          <PasswordField
            name="clientSecret"
            label={t('field.clientSecret')}
            description={
              before?.clientSecret.set
                ? t('field.secretSaved', { hint: before.clientSecret.hint ?? '' })
                : t('field.secretText')
            }
            autoComplete="new-password"
            optional={!github || before !== undefined}
          />
          <Switch name="enabled" label={t('field.enabled')} description={t('field.enabledText')} />
        </div>
      </Section>
      <Section title={t('section.signUp')}>
        <div className="flex flex-col gap-4">
          <RadioGroup
            name="signUp"
            label={t('field.signUp')}
            options={providerSignUps.map((value) => ({
              value,
              label: t(`signUps.${value}`),
              description: t(`signUps.${value}Text`),
            }))}
          />
          <ChipsField
            name="domains"
            label={t('field.domains')}
            description={t('field.domainsText')}
            free
            optional
            check={(value) =>
              /^([a-z0-9-]+\.)+[a-z0-9-]+$/i.test(value) ? undefined : t('field.domainWrong')
            }
          />
          <Switch name="trustEmail" label={t('field.trustEmail')} description={t('field.trustEmailText')} />
        </div>
      </Section>
      <ProviderMapping form={form} />
      <Section title={t('section.more')}>
        <div className="flex flex-col gap-4">
          <TextField
            name="scopes"
            label={t('field.scopes')}
            autoComplete="off"
            spellCheck={false}
            optional
            mono
          />
        </div>
      </Section>
    </>
  )
}

/** The two kinds; what was not typed yet follows. */
function KindField({ form }: Pick<Props, 'form'>) {
  const { t } = useTranslation('providers')
  const kind = form.watch('kind')
  return (
    <RadioGroup
      label={t('field.kind')}
      value={kind}
      onValueChange={(next) => {
        const github = next === 'github'
        form.setValue('kind', next, { shouldDirty: true })
        form.setValue('issuer', github ? githubIssuer : '')
        form.setValue('name', github ? 'GitHub' : '')
        form.setValue('slug', github ? 'github' : '')
        form.setValue('icon', github ? 'github' : 'key')
      }}
      options={(['github', 'oidc'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
    />
  )
}
