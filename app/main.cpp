#include <cstdio>

int main()
{
    std::puts("framescope " FRAMESCOPE_VERSION);
    return 0;
}
