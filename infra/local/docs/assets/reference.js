// One reference for both documents. Everything comes from this server: no font, proxy, agent or telemetry of anybody else.
Scalar.createApiReference('#reference', {
  sources: [
    { title: 'API (OpenAPI)', slug: 'api', url: '/openapi.json', default: true },
    { title: 'Events (AsyncAPI)', slug: 'events', url: '/asyncapi.json' },
  ],
  agent: { disabled: true },
  mcp: { disabled: true },
  telemetry: false,
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
  proxyUrl: '',
  documentDownloadType: 'direct',
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  localization: { locale: navigator.language.startsWith('zh') ? 'zh' : 'en' },
});
