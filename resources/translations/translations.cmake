# framescope_translations(OUT): compiles each framescope_*.ts here and puts them into the program, below
# :/framescope/translations. OUT is the source file to build in.
if(NOT TARGET Qt6::lrelease)
    find_package(Qt6LinguistTools ${Qt6_VERSION} QUIET)
endif()
if(NOT TARGET Qt6::lrelease)
    message(FATAL_ERROR "Qt's translation tools (lrelease) are missing. "
        "Install them: on Debian and Ubuntu the packages qt6-tools-dev and qt6-l10n-tools, on Fedora qt6-qttools-devel, "
        "on Arch qt6-tools, elsewhere Qt's module Qt Linguist Tools.")
endif()

function(framescope_translations out)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/translations)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/resources/translations/*.ts)
    set(compiled)
    set(entries)
    foreach(source IN LISTS sources)
        get_filename_component(name ${source} NAME_WE)
        add_custom_command(OUTPUT ${folder}/${name}.qm DEPENDS ${source} VERBATIM
            COMMAND Qt6::lrelease -silent ${source} -qm ${folder}/${name}.qm)
        list(APPEND compiled ${folder}/${name}.qm)
        string(APPEND entries "        <file>${name}.qm</file>\n")
    endforeach()
    file(CONFIGURE OUTPUT ${folder}/translations.qrc CONTENT
        "<RCC>\n    <qresource prefix=\"/framescope/translations\">\n${entries}    </qresource>\n</RCC>\n" @ONLY)
    add_custom_command(OUTPUT ${folder}/qrc_translations.cpp DEPENDS ${folder}/translations.qrc ${compiled} VERBATIM
        COMMAND Qt6::rcc --name translations ${folder}/translations.qrc -o ${folder}/qrc_translations.cpp)
    set_source_files_properties(${folder}/qrc_translations.cpp PROPERTIES SKIP_AUTOGEN ON)
    set(${out} ${folder}/qrc_translations.cpp PARENT_SCOPE)
endfunction()
