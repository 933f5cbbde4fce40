/** Completion for bash 3.2 and newer, without the package bash-completion; it asks as the scripts of the other shells do. */
export const bashScript = `# bash completion for djdesk
_djdesk() {
    local cur=\${COMP_WORDS[COMP_CWORD]} line how=4
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :*) how=\${line#:} ;;
            *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
        esac
    done < <(djdesk complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    [[ $how == 4 ]] && return
    local kind=-f
    [[ $how == 16 ]] && kind=-d
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen $kind -- "$cur")
}
complete -F _djdesk djdesk`;
