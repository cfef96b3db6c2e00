/** API Gateway gives each API a name; MiniStack's resolve on few machines, and it takes the same requests by path. */
export const reachableUrl = (baseUrl: string, endpoint: string): string => {
  const { hostname } = new URL(baseUrl);
  const [apiId] = hostname.split('.');
  return hostname.endsWith('.execute-api.localhost') ? `${endpoint}/_aws/execute-api/${apiId}/$default` : baseUrl;
};
