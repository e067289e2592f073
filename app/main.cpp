#include "app/usage.h"

#include <cstdio>
#include <cstring>

using namespace framescope::app;

int main(int argc, char *argv[])
{
    const bool help = argc > 1 && std::strcmp(argv[1], "--help") == 0;
    std::fputs(help ? usage(Mode::Window).constData() : versionLine().constData(), stdout);
    return 0;
}
