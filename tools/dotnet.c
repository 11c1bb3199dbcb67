/* A replacement for dotnet.exe, which no package contains. It passes its arguments to hostfxr.dll in the subfolder host/fxr/<version>.
   RUNTIME is the version of .NET. */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define LENGTH 32768

typedef int (*hostfxr_main_startupinfo)(int argc, const wchar_t **argv, const wchar_t *host, const wchar_t *root, const wchar_t *app);

int wmain(int argc, wchar_t **argv)
{
    static wchar_t host[LENGTH], root[LENGTH], app[LENGTH], library[LENGTH];
    GetModuleFileNameW(NULL, host, LENGTH);
    wcscpy(root, host);
    *wcsrchr(root, L'\\') = 0;
    swprintf(app, LENGTH, L"%ls\\dotnet.dll", root);
    swprintf(library, LENGTH, L"%ls\\host\\fxr\\" RUNTIME L"\\hostfxr.dll", root);

    HMODULE module = LoadLibraryW(library);
    if (!module) {
        fwprintf(stderr, L"%ls cannot be loaded: error %lu\n", library, GetLastError());
        return 1;
    }

    hostfxr_main_startupinfo run = (hostfxr_main_startupinfo)(void *)GetProcAddress(module, "hostfxr_main_startupinfo");
    return run(argc, (const wchar_t **)argv, host, root, app);
}
