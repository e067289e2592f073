#pragma once

// GCC turns plain loops into vector code only from -O3 on, and the packages of distributions are built with -O2.
#if defined(__GNUC__) && !defined(__clang__)
#define FRAMESCOPE_VECTORISED __attribute__((optimize("O3")))
#else
#define FRAMESCOPE_VECTORISED
#endif
