/** What the passes of pair.ts take and leave, two points at once: in hessian.ts the sums become second derivatives. */

// in and out; every field is a v128
export const POINT_T: usize = 0;
export const POINT_D: usize = 16;
export const POINT_PHI: usize = 32;
export const VALUE: usize = 48;
/** By T, D, φ. */
export const GRADIENT: usize = 64;
/** TT, TD, Tφ, DD, Dφ, φφ of the second derivatives. */
export const HESSIAN: usize = 112;
/** The same of the part that is made of first derivatives alone (Gauss and Newton's). */
export const GAUSS: usize = 208;
/** e_1 and e_2. */
export const OPENING: usize = 304;
export const pair: usize = memory.data(336, 16);

// what the passes leave for the assembly: names say which products were summed, v is u and o is p one step before
export const UU: usize = 0, UV: usize = 16, QQ: usize = 32, QU: usize = 48, QV: usize = 64;
export const PP: usize = 80, PO: usize = 96, PQ: usize = 112, OQ: usize = 128, PU: usize = 144, PV: usize = 160;
export const OU: usize = 176;
/** Σ μ_t·e_{t−2}, e_{t−3}, e_{t−4}, Δy_{t−2}, Δy_{t−3}. */
export const ME2: usize = 192, ME3: usize = 208, ME4: usize = 224, MD2: usize = 240, MD3: usize = 256;
/** u_n, p_n, λ_3, μ_3, μ_4, μ_5. */
export const LAST_U: usize = 272, LAST_P: usize = 288, L3: usize = 304;
export const M3: usize = 320, M4: usize = 336, M5: usize = 352;
/** The inverse of the normal matrix of e_1 and e_2. */
export const I11: usize = 368, I12: usize = 384, I22: usize = 400;
export const sums: usize = memory.data(416, 16);
