/** Bundles a Lambda handler for aws.lambda.CallbackFunction, and its npm packages into a layer. */
export {
  bundleHandler,
  type Handler,
  type HandlerBundle,
  type HandlerBundleOptions,
  type HandlerSource,
} from "./handler-bundle";
export {
  LOCAL_RUN_HANDLERS,
  LOCAL_RUN_URL,
  type LocalHandler,
  readLocalHandlers,
} from "./local-run";
export { readDefinition, readDefinitionNow, type ReadOptions } from "./read-definition";
