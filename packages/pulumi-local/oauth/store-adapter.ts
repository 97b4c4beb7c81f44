/** oidc-provider's view of a store. https://github.com/panva/node-oidc-provider/blob/main/example/my_adapter.js */
import type { Adapter } from "oidc-provider";
import type { IssuerStore } from "./issuer-store";

export function storeAdapter(store: IssuerStore): (model: string) => Adapter {
  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        // A client may ask for scopes that it did not know when it registered: programs change.
        const { scope, ...rest } = payload;
        store.set(keyOf(id), model === "Client" ? rest : payload, expiresIn);
      },
      find: async (id) => store.get(keyOf(id)),
      findByUid: async (uid) => store.find((payload) => payload.uid === uid),
      findByUserCode: async (code) => store.find((payload) => payload.userCode === code),
      consume: async (id) => {
        const payload = store.get(keyOf(id));
        if (payload === undefined) return;
        const secondsLeft = payload.exp === undefined ? undefined : payload.exp - nowSeconds();
        store.set(keyOf(id), { ...payload, consumed: nowSeconds() }, secondsLeft);
      },
      destroy: async (id) => {
        store.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        store.deleteWhere((payload) => payload.grantId === grantId);
      },
    };
  };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
