/**
 * The provider's code in the state, which Pulumi's dynamic provider host runs. It must never change, because a change
 * would show as a diff of every room. States of all versions contain it, so the module that it requires must stay.
 */
export const providerText = 'exports.handler=()=>require("pulumi-enablex/dynamic")';
