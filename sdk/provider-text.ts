/**
 * The provider's text in the state, run by Pulumi's dynamic provider host. It never changes, so that an upgrade of
 * this package shows no diff; states of all versions hold it, so what it requires stays.
 */
export const providerText = 'exports.handler=()=>require("pulumi-enablex/dynamic")';
