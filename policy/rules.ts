/**
 * What holds of every stack of this program, as plain functions over its resources: tests run them
 * over what settings declare (tests/infra/rules-drawn.test.ts), a policy pack over what the engine
 * knows (index.ts).
 */
import type { Rule } from "./resource";
import {
  keysOpen,
  mcpAsAuthSays,
  nothingLooksLikeOAuth,
  oneWayIn,
  openToAll,
} from "./rules/access";
import { namedInvokers, ownLogGroup, permittedRoutes, withinGatewayTime } from "./rules/functions";
import {
  addressesOnlyNarrow,
  firewallInFront,
  modernTls,
  oneHost,
  regional,
  throttledStages,
} from "./rules/gateway";
import { authorizerOnlyLogs, leastPrivilege } from "./rules/roles";
import { encryptedKeys, nowhereElse } from "./rules/secrets";
import { authorizerKeyedByToken, challenges, metadataFound, tokensBound } from "./rules/sign-in";

export const RULES: readonly Rule[] = [
  mcpAsAuthSays,
  oneWayIn,
  openToAll,
  nothingLooksLikeOAuth,
  keysOpen,
  authorizerKeyedByToken,
  tokensBound,
  challenges,
  metadataFound,
  leastPrivilege,
  authorizerOnlyLogs,
  encryptedKeys,
  nowhereElse,
  ownLogGroup,
  withinGatewayTime,
  namedInvokers,
  permittedRoutes,
  throttledStages,
  regional,
  modernTls,
  oneHost,
  firewallInFront,
  addressesOnlyNarrow,
];
