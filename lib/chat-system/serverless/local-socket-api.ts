import type { AssemblyTemplate } from '../../local/assembly-template';
import type { Clock } from '../../local/clock';
import type { LambdaFunction } from '../../local/lambda-function';
import { LocalWebSocketApi, type LocalWebSocketApiOptions } from '../../local/websocket-api';

/** What API Gateway calls the API here; a host name is in lower case. */
export const LOCAL_API_ID = 'localchat';

export interface LocalSocketApiOptions extends Pick<LocalWebSocketApiOptions, 'limits' | 'onManagementRequest'> {
  readonly clock: Clock;
  readonly template: AssemblyTemplate;
  /** By logical id. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
}

/**
 * The API of a template: its stage, routes, route responses and authorizer as they are there.
 *
 * @throws Error when something that a route needs is not there
 */
export async function startSocketApi({
  template,
  functions,
  ...others
}: LocalSocketApiOptions): Promise<LocalWebSocketApi> {
  const one = (type: string) => {
    const [found, ...more] = template.ofType(type);
    if (!found || more.length > 0) throw new Error(`the template has ${more.length + (found ? 1 : 0)} of ${type}`);
    return found[1].Properties;
  };
  const functionOf = (value: unknown): LambdaFunction => {
    const [, logicalId] = [...functions].find(([id]) => JSON.stringify(value)?.includes(`"${id}"`)) ?? [];
    if (!logicalId) throw new Error('an integration or an authorizer has no function');
    return logicalId;
  };
  const responding = new Set(
    template
      .ofType('AWS::ApiGatewayV2::RouteResponse')
      .map(([, { Properties }]) => template.reference(Properties.RouteId)),
  );
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map(([id, { Properties }]) => {
    const target = JSON.stringify(Properties.Target);
    const integration = template
      .ofType('AWS::ApiGatewayV2::Integration')
      .find(([name]) => target.includes(`"${name}"`));
    const route = {
      function: functionOf(integration?.[1].Properties.IntegrationUri),
      returnResponse: responding.has(id) && Properties.RouteResponseSelectionExpression === '$default',
    };
    return [String(Properties.RouteKey), route] as const;
  });
  const connect = template
    .ofType('AWS::ApiGatewayV2::Route')
    .find(([, { Properties }]) => Properties.RouteKey === '$connect')?.[1].Properties;
  const authorizerId = template.reference(connect?.AuthorizerId);
  const authorizer = authorizerId === undefined ? undefined : template.resource(authorizerId).Properties;
  return await LocalWebSocketApi.start({
    ...others,
    apiId: LOCAL_API_ID,
    stageName: template.text(one('AWS::ApiGatewayV2::Stage').StageName),
    routeSelectionExpression: String(one('AWS::ApiGatewayV2::Api').RouteSelectionExpression),
    routes: new Map(routes),
    ...(authorizer && {
      authorizer: {
        function: functionOf(authorizer.AuthorizerUri),
        identitySource: (authorizer.IdentitySource ?? []) as readonly string[],
      },
    }),
  });
}
